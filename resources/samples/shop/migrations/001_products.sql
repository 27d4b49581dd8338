SET client_min_messages = warning;

CREATE TABLE IF NOT EXISTS products (
  id integer PRIMARY KEY,
  name text NOT NULL,
  description text NOT NULL,
  -- Which drawing the page shows.
  shape text NOT NULL,
  price_cents integer NOT NULL CHECK (price_cents > 0)
);

INSERT INTO products (id, name, description, shape, price_cents) VALUES
  (1, 'Cube', 'The one you always need one more of.', 'cube', 450),
  (2, 'Arch', 'Carries more than it looks.', 'arch', 890),
  (3, 'Column', 'Upright, turned from beech.', 'column', 620),
  (4, 'Ramp', 'For marbles and small cars.', 'ramp', 540),
  (5, 'Roof', 'Every house ends with one.', 'roof', 580),
  (6, 'Bridge', 'Spans two cubes and a river.', 'bridge', 1290)
ON CONFLICT (id) DO NOTHING;
