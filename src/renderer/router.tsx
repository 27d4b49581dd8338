import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { NothingHere } from './shell/nothing-here.tsx';
import { Shell } from './shell/shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NothingHere });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects', replace: true });
  },
});

// The shell shows the view of the place by itself, from the registry of views: routes are but names of places.
const ofMachine = createRoute({ getParentRoute: () => root, path: '/$view' });
const ofProject = createRoute({ getParentRoute: () => root, path: '/project/$project/$view' });

/** Filters are plain texts in the address, not JSON: people read and write them. */
const asText = (value: unknown) => String(value);

export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([home, ofMachine, ofProject]),
    history: createHashHistory(),
    parseSearch: parseSearchWith(asText),
    stringifySearch: stringifySearchWith(asText),
    defaultPendingMinMs: 0,
  });
}
