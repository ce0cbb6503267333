import { type ProductProcess, startProduct } from '../../apps/fettle/src/installation/product-process';
import { ApiClient } from './api-client';
import { type DemoCredentials, readCredentials } from './demo-credentials';
import { waitFor } from './wait-for';

export interface DemoProduct {
  readonly product: ProductProcess;
  readonly credentials: DemoCredentials;
  /** The one-time sign-in link as it was printed. */
  readonly link: string;
  /** A client of one of the first tenant's users. */
  as(role: 'owner' | 'operator' | 'crew' | 'viewer', tenant?: number): Promise<ApiClient>;
}

/** `fettle start --demo`, ready, its link printed; its fleets are still living through their past. */
export async function startDemo(home: string): Promise<DemoProduct> {
  const product = await startProduct({ home, args: ['--demo'] });
  const link = await waitFor(
    'the printed link',
    async () => /sign in: (http\S+)/.exec(product.output())?.[1],
  );
  const credentials = readCredentials(home);
  return {
    ...{ product, credentials, link },
    as: async (role, tenant = 0) => {
      const { email, password } = credentials.tenants[tenant]!.users.find((user) => user.role === role)!;
      return new ApiClient(product.url).signIn(email, password);
    },
  };
}

/** Resolves once the fleets have lived through their past and report in real time. */
export async function untilPresent({ product }: DemoProduct): Promise<void> {
  await waitFor('the fleets to reach the present', async () => /real time/.test(product.output()), 240_000);
}
