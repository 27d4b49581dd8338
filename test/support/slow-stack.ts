/** A stack that takes a moment: a slow gate in its middle. */
export const slowStack = `services:
  web:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    depends_on: { migrate: { condition: service_completed_successfully } }
  migrate:
    image: busybox
    command: sleep 3
    stop_grace_period: 0s
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    command: sleep 600
    stop_grace_period: 0s
    healthcheck: { test: "true", interval: 1s }
    volumes: [data:/data]
volumes: { data: {} }
`;
