import { z } from 'zod';
import { listOf } from './page';

/** A quantity that an asset reports. `declared`: by the domain pack; else registered by a device of the tenant. */
export const signalResponseSchema = z.object({
  id: z.number().int(),
  name: z.string(),
  label: z.string(),
  unit: z.string(),
  component: z.string().nullable(),
  kind: z.enum(['gauge', 'counter', 'label', 'probability']),
  min: z.number().nullable(),
  max: z.number().nullable(),
  exponent: z.number().int(),
  cadenceMs: z.number().nullable(),
  declared: z.boolean(),
});

export const failureModeResponseSchema = z.object({ id: z.string(), label: z.string(), remedy: z.string() });

export const componentResponseSchema = z.object({
  id: z.string(),
  label: z.string(),
  failureModes: z.array(failureModeResponseSchema),
});

export const assetTypeResponseSchema = z.object({
  id: z.string(),
  label: z.string(),
  components: z.array(componentResponseSchema),
  signals: z.array(signalResponseSchema),
});

/** GET /api/v1/domains: what kinds of machines there are, with the domain's own words. The same for every tenant. */
export const domainResponseSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Name of a Tabler icon. */
  icon: z.string(),
  words: z.object({ asset: z.string(), assets: z.string(), site: z.string() }),
  assetTypes: z.array(assetTypeResponseSchema),
});
export const domainListResponseSchema = listOf(domainResponseSchema);

export type SignalResponse = z.infer<typeof signalResponseSchema>;
export type ComponentResponse = z.infer<typeof componentResponseSchema>;
export type AssetTypeResponse = z.infer<typeof assetTypeResponseSchema>;
export type DomainResponse = z.infer<typeof domainResponseSchema>;
