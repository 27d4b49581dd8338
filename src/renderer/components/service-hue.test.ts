import { expect, it } from 'vitest';
import { serviceHue } from './service-hue.ts';

it('gives the first eight services of a project a hue of their own, whatever the order they are named in', () => {
  const services = ['web', 'api', 'db', 'cache', 'queue', 'worker', 'mail', 'admin'];
  const hues = services.map((service) => serviceHue(service, services));
  expect(new Set(hues)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  expect(services.map((service) => serviceHue(service, services.toReversed()))).toEqual(hues);
});

it('goes round with more, and has one for a service that nobody knows', () => {
  const many = Array.from({ length: 20 }, (_, index) => `s${String(index).padStart(2, '0')}`);
  expect(serviceHue('s08', many)).toBe(serviceHue('s00', many));
  expect(serviceHue('gone', many)).toBe(serviceHue('gone', []));
  expect(serviceHue('', [])).toBe(1);
});
