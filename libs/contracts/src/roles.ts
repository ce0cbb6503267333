/** Roles of a user within a tenant, most able first. Each includes what those after it may do. */
export const ROLES = ['owner', 'admin', 'operator', 'crew', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** True when `role` may do what `needed` may do. */
export function roleAllows(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) <= ROLES.indexOf(needed);
}
