SET client_min_messages = warning;

CREATE TABLE IF NOT EXISTS orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id integer NOT NULL REFERENCES products,
  state text NOT NULL DEFAULT 'placed' CHECK (state IN ('placed', 'packed', 'sent')),
  placed_at timestamptz NOT NULL DEFAULT now(),
  sent_at timestamptz
);
