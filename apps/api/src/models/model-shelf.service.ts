import { Inject, Injectable } from '@nestjs/common';
import { isUuid } from '@fettle/kernel';
import type { DeviceModel, ModelResponse } from '@fettle/contracts';
import { countRunning, findModel, listModels, readModel, type StoredModel } from '@fettle/persistence';
import { hash } from 'node:crypto';
import { apiError } from '../http/api-error-status';
import { iso } from '../http/instants';
import { TenantDatabase } from '../http/tenant-database';
import type { CurrentSession } from '../sessions/current-session';
import { ModelBench } from './model-bench.service';
import { cNameOf, codeFilesOf, type ModelCard } from './model-jobs';

/** Injection token of the models that come with the product. */
export const BUILT_IN_MODELS = Symbol('BUILT_IN_MODELS');

/** A model as far as work on it needs: what it is called, and its file. */
export interface ShelvedModel {
  readonly name: string;
  readonly hash: string;
  readonly file: () => Promise<Uint8Array>;
}

type Shown = Omit<ModelResponse, 'devices'>;

/** The models that a tenant may see: those that come with the product, and its own. */
@Injectable()
export class ModelShelf {
  private readonly hashes = new Map<string, string>();

  constructor(
    @Inject(BUILT_IN_MODELS) private readonly builtIn: readonly DeviceModel[],
    @Inject(TenantDatabase) private readonly tenants: TenantDatabase,
    @Inject(ModelBench) private readonly bench: ModelBench,
  ) {}

  /** Built-in ones first, then the tenant's, newest first. */
  async list(session: CurrentSession): Promise<ModelResponse[]> {
    const builtIn: Shown[] = [];
    for (const model of this.builtIn) builtIn.push(await this.showBuiltIn(model));
    return this.tenants.run(session, async (client, tenantId) => {
      const own = (await listModels<ModelCard>(client, tenantId)).map(showOwn);
      const running = await countRunning(client, tenantId);
      return [...builtIn, ...own].map((model) => withDevices(model, running));
    });
  }

  /** Throws `MODEL.NOT_FOUND`. */
  async show(session: CurrentSession, id: string): Promise<ModelResponse> {
    const definition = this.builtIn.find((model) => model.id === id);
    const builtIn = definition && (await this.showBuiltIn(definition));
    return this.tenants.run(session, async (client, tenantId) => {
      const own = builtIn || !isUuid(id) ? null : await findModel<ModelCard>(client, tenantId, id);
      const shown = builtIn ?? (own && showOwn(own));
      if (!shown) throw notFound();
      return withDevices(shown, await countRunning(client, tenantId));
    });
  }

  /** Throws `MODEL.NOT_FOUND`. */
  async take(session: CurrentSession, id: string): Promise<ShelvedModel> {
    const builtIn = this.builtIn.find((model) => model.id === id);
    if (builtIn) {
      return { name: builtIn.name, hash: this.hashOf(builtIn), file: async () => builtIn.tflite() };
    }
    const own = isUuid(id)
      ? await this.tenants.run(session, (client, tenantId) => findModel<ModelCard>(client, tenantId, id))
      : null;
    if (!own) throw notFound();
    const file = async (): Promise<Uint8Array> => {
      const content = await this.tenants.run(session, (client, tenantId) => readModel(client, tenantId, id));
      if (!content) throw notFound();
      return content;
    };
    return { name: own.name, hash: own.hash, file };
  }

  private async showBuiltIn(model: DeviceModel): Promise<Shown> {
    const { id, name, version, title, domain, assetTypes, task, description, source, ...rest } = model;
    const { accuracy, pareto, signals } = rest;
    const modelHash = this.hashOf(model);
    const card = await this.bench.ask('card', async () => model.tflite(), modelHash);
    return {
      ...{ id, name, version, title, source: 'built-in' as const, domain, assetTypes: [...assetTypes], task },
      ...{ description, trainedOn: source, hash: modelHash, createdAt: null },
      ...{ accuracy: [...accuracy], pareto: [...pareto], signals: [...signals] },
      ...showCard(name, card),
    };
  }

  private hashOf(model: DeviceModel): string {
    const known = this.hashes.get(model.id) ?? sha256(model.tflite());
    this.hashes.set(model.id, known);
    return known;
  }
}

/** Hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

function showOwn(stored: StoredModel<ModelCard>): Shown {
  const { card, createdMs, ...rest } = stored;
  return {
    ...rest,
    ...{ title: rest.name, source: 'uploaded', assetTypes: [], trainedOn: null, createdAt: iso(createdMs) },
    ...{ accuracy: [], pareto: [], signals: [] },
    ...showCard(rest.name, card),
  };
}

function showCard(
  name: string,
  { sizes, inputs, outputs, layers }: ModelCard,
): Pick<ModelResponse, 'sizes' | 'inputs' | 'outputs' | 'layers' | 'codeFiles'> {
  const codeFiles = sizes.flash === null ? [] : Object.values(codeFilesOf(cNameOf(name)));
  return { sizes, inputs: [...inputs], outputs: [...outputs], layers: [...layers], codeFiles };
}

function withDevices(model: Shown, running: ReadonlyMap<string, number>): ModelResponse {
  return { ...model, devices: running.get(`${model.name}@${model.version}`) ?? 0 };
}

function notFound(): Error {
  return apiError('MODEL.NOT_FOUND', 'no such model');
}
