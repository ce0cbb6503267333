import { URGENCIES } from '@fettle/contracts';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router';
import { z } from 'zod';
import { ErrorNote, SkeletonRows } from '../components/screen-states';
import { sessionQuery } from '../session/session';
import { NoSuchScreen } from './no-such-screen';
import { Shell } from './shell';

function RouteError({ error, reset }: ErrorComponentProps) {
  return <ErrorNote error={error} what="this screen" onRetry={reset} />;
}

const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NoSuchScreen,
});

async function mustBeSignedIn(client: QueryClient, href: string): Promise<void> {
  const session = await client.ensureQueryData(sessionQuery);
  if (session === null) throw redirect({ to: '/sign-in', search: { next: href } });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: z.object({
    link: z.string().optional().catch(undefined),
    next: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/sign-in/routes/sign-in')),
});

const setUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/set-up',
  validateSearch: z.object({ link: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/sign-in/routes/set-up')),
});

const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: ({ context, location }) => mustBeSignedIn(context.client, location.href),
  component: Shell,
});

const fleetSearch = z.object({
  domain: z.string().optional().catch(undefined),
  urgency: z.enum(URGENCIES).optional().catch(undefined),
  site: z.string().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
});

const fleetRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  validateSearch: fleetSearch,
  component: lazyRouteComponent(() => import('../features/fleet/routes/fleet')),
});

const wallRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wall',
  validateSearch: fleetSearch,
  beforeLoad: ({ context, location }) => mustBeSignedIn(context.client, location.href),
  component: lazyRouteComponent(() => import('../features/fleet/routes/wall')),
});

const assetRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/assets/$assetId',
  validateSearch: z.object({
    component: z.string().optional().catch(undefined),
    days: z.number().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/asset/routes/asset')),
});

const alertsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/alerts',
  validateSearch: z.object({
    alert: z.string().optional().catch(undefined),
    show: z.enum(['open', 'resolved']).optional().catch(undefined),
    severity: z.enum(['critical', 'warning', 'info']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/alerts/routes/alerts')),
});

const rulesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/rules',
  component: lazyRouteComponent(() => import('../features/rules/routes/rules')),
});

const ruleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/rules/$ruleId',
  component: lazyRouteComponent(() => import('../features/rules/routes/rule')),
});

const devicesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/devices',
  validateSearch: z.object({
    device: z.string().optional().catch(undefined),
    state: z.enum(['online', 'silent', 'never_seen', 'disabled']).optional().catch(undefined),
    add: z.boolean().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/devices/routes/devices')),
});

const modelsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('../features/models/routes/models')),
});

const modelRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/models/$modelId',
  validateSearch: z.object({ trying: z.boolean().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../features/models/routes/model')),
});

const streamsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/streams',
  component: lazyRouteComponent(() => import('../features/streams/routes/streams')),
});

const workRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/work',
  validateSearch: z.object({
    order: z.string().optional().catch(undefined),
    show: z.enum(['open', 'done']).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../features/work-orders/routes/work-orders')),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  setUpRoute,
  wallRoute,
  appRoute.addChildren([
    fleetRoute,
    assetRoute,
    alertsRoute,
    rulesRoute,
    ruleRoute,
    devicesRoute,
    modelsRoute,
    modelRoute,
    streamsRoute,
    workRoute,
  ]),
]);

/** The addresses of the dashboard. Each screen is its own chunk; what it filters by is in its address, to be shared. */
export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: () => <SkeletonRows rows={6} height={72} />,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
