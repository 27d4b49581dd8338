import type { ContainerView, ServiceView } from '../../../../shared/contract/index.ts';

/** A service for tests, with what the test is about. */
export function service(name: string, about: Partial<ServiceView> = {}): ServiceView {
  return {
    name,
    state: 'ready',
    text: about.state ?? 'ready',
    scale: 1,
    active: true,
    profiles: [],
    dependsOn: [],
    containers: [],
    urls: [],
    ...about,
  };
}

/** A running container for tests. */
export function container(of: string, number: number, about: Partial<ContainerView> = {}): ContainerView {
  return {
    id: `${of}${number}`,
    name: `shop-${of}-${number}`,
    service: of,
    number,
    image: 'busybox',
    state: 'running',
    health: 'none',
    status: 'Up 3 minutes',
    createdAt: 1_000,
    ports: [],
    orphan: false,
    oneOff: false,
    ...about,
  };
}
