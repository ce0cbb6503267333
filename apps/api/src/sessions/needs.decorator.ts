import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { Role } from '@fettle/contracts';

export const NEEDED_ROLE = 'fettle:needed-role';
export const PUBLIC_ROUTE = 'fettle:public-route';

/** The least role that may call the route. Without it: viewer for reading, operator for everything else. */
export const Needs = (role: Role): CustomDecorator => SetMetadata(NEEDED_ROLE, role);

/** The route is open to whoever is not signed in. */
export const Public = (): CustomDecorator => SetMetadata(PUBLIC_ROUTE, true);
