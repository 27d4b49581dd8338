export { Bell, pause } from './bell.ts';
