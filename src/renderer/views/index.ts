import type { View } from './view.ts';

/** Every view that there is, by scope and order. A view whose capability is not built is not here. */
export const views: readonly View[] = [];
