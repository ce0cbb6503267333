import { AppError } from '@fettle/kernel';
import { assetTypeById, type SignalKind } from '@fettle/domains';
import type { Pool, PoolClient } from 'pg';
import { hashToken } from './secrets';

/** What a hot path must know of a signal. */
export interface SignalRef {
  readonly id: number;
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Decimal exponent of the resolution; null: as the sender gives it. */
  readonly exponent: number | null;
  readonly kind: SignalKind;
}

/** A device with all that the path of a reading needs. Immutable; a change makes a new one. */
export interface DeviceEntry {
  readonly deviceId: string;
  readonly tenantId: string;
  readonly assetId: string;
  readonly assetTypeId: string;
  readonly domain: string;
  readonly disabled: boolean;
  readonly secretSalt: Buffer;
  readonly secretHash: Buffer;
  /** Null: it has no access token. */
  readonly tokenHash: Buffer | null;
  readonly signals: ReadonlyMap<string, SignalRef>;
  readonly signalsById: ReadonlyMap<number, SignalRef>;
}

interface DeviceRow {
  id: string;
  tenant_id: string;
  asset_id: string;
  asset_type_id: string;
  domain: string;
  disabled: boolean;
  secret_salt: Buffer;
  secret_hash: Buffer;
  token_hash: Buffer | null;
  custom: { id: number; name: string }[];
}

/** Signals that a tenant may register on one asset beside the declared ones. */
export const MAX_REGISTERED_SIGNALS = 64;
/** First id of a registered signal; those below belong to domain packs. */
export const FIRST_REGISTERED_SIGNAL_ID = 1024;

const SELECT = `
  SELECT d.id, d.tenant_id, d.asset_id, a.asset_type_id, a.domain, d.disabled, d.secret_salt, d.secret_hash, d.token_hash,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', s.signal_id, 'name', s.name))
              FROM asset_signals s WHERE s.asset_id = a.id), '[]') AS custom
  FROM devices d JOIN assets a ON a.id = d.asset_id`;

/** A device that is not there is asked for again after this long: a guess must not cost a query each time. */
const ABSENT_MS = 2_000;
const MAX_ABSENT = 50_000;

/**
 * Devices by id and by access token, from memory after the first time. An entry is dropped when the database says
 * `NOTIFY fettle_directory, '<device or asset id>'`; while that channel is down nothing is served from memory.
 */
export class DeviceDirectory {
  private readonly entries = new Map<string, Promise<DeviceEntry | null>>();
  private readonly idsByToken = new Map<string, string>();
  private readonly idsByAsset = new Map<string, Set<string>>();
  private readonly absentUntilMs = new Map<string, number>();
  private listener: PoolClient | null = null;
  private listening: Promise<void> | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly nowMs: () => number,
  ) {}

  /** The device, or null when there is none. Throws `DATABASE.UNAVAILABLE` (retryable) when it cannot be known. */
  async byId(deviceId: string): Promise<DeviceEntry | null> {
    await this.listen();
    return this.cached(deviceId, () => this.load('WHERE d.id = $1', deviceId));
  }

  /** The device whose ThingsBoard-style access token this is, or null. */
  async byToken(token: string): Promise<DeviceEntry | null> {
    await this.listen();
    const digest = hashToken(token);
    const key = digest.toString('base64');
    const known = this.idsByToken.get(key);
    if (known !== undefined) {
      const entry = await this.byId(known);
      if (entry === null || entry.tokenHash?.equals(digest) === true) return entry;
      // Rotated since: what the device is known by now says so before any notice does.
      this.idsByToken.delete(key);
    }
    if (this.isAbsent(key)) return null;
    const entry = await this.load('WHERE d.token_hash = $1', digest);
    if (entry === null) this.rememberAbsent(key);
    else this.idsByToken.set(key, entry.deviceId);
    return entry;
  }

  /**
   * Registers names that the asset does not have yet and returns the entry that knows them.
   * Throws `SIGNAL.TOO_MANY` when the asset would pass {@link MAX_REGISTERED_SIGNALS}.
   */
  async registerSignals(entry: DeviceEntry, names: readonly string[]): Promise<DeviceEntry> {
    await this.pool
      .query('SELECT register_asset_signals($1, $2, $3, $4)', [
        entry.tenantId,
        entry.assetId,
        names,
        MAX_REGISTERED_SIGNALS,
      ])
      .catch((cause: unknown) => {
        if (isTooMany(cause))
          throw new AppError(
            'SIGNAL.TOO_MANY',
            `an asset has at most ${MAX_REGISTERED_SIGNALS} registered signals`,
            { cause },
          );
        throw cause;
      });
    this.entries.delete(entry.deviceId);
    return (await this.byId(entry.deviceId)) ?? entry;
  }

  close(): void {
    this.listener?.release(true);
    this.listener = null;
  }

  private async cached(
    deviceId: string,
    load: () => Promise<DeviceEntry | null>,
  ): Promise<DeviceEntry | null> {
    if (this.isAbsent(deviceId)) return null;
    let entry = this.entries.get(deviceId);
    if (entry === undefined) {
      entry = load();
      this.entries.set(deviceId, entry);
      entry.then(
        (found) => {
          if (found !== null) return this.rememberAsset(found);
          this.entries.delete(deviceId);
          this.rememberAbsent(deviceId);
        },
        () => this.entries.delete(deviceId),
      );
    }
    return entry;
  }

  private rememberAsset({ assetId, deviceId }: DeviceEntry): void {
    const devices = this.idsByAsset.get(assetId);
    if (devices) devices.add(deviceId);
    else this.idsByAsset.set(assetId, new Set([deviceId]));
  }

  private async load(where: string, value: unknown): Promise<DeviceEntry | null> {
    const { rows } = await this.pool
      .query<DeviceRow>(`${SELECT} ${where}`, [value])
      .catch((cause: unknown) => {
        throw new AppError('DATABASE.UNAVAILABLE', 'devices cannot be looked up', { cause, retryable: true });
      });
    return rows[0] ? toEntry(rows[0]) : null;
  }

  private isAbsent(key: string): boolean {
    const until = this.absentUntilMs.get(key);
    if (until === undefined) return false;
    if (until > this.nowMs()) return true;
    this.absentUntilMs.delete(key);
    return false;
  }

  private rememberAbsent(key: string): void {
    if (this.absentUntilMs.size >= MAX_ABSENT) this.absentUntilMs.clear();
    this.absentUntilMs.set(key, this.nowMs() + ABSENT_MS);
  }

  private listen(): Promise<void> {
    this.listening ??= this.openListener().catch((cause: unknown) => {
      this.listening = null;
      throw new AppError('DATABASE.UNAVAILABLE', 'devices cannot be looked up', { cause, retryable: true });
    });
    return this.listening;
  }

  private async openListener(): Promise<void> {
    const client = await this.pool.connect();
    client.on('notification', ({ payload }) => this.forget(payload ?? ''));
    client.on('error', () => {
      this.listening = null;
      this.clear();
    });
    await client.query('LISTEN fettle_directory');
    this.listener = client;
    this.clear();
  }

  /** A device's id, or an asset's with all of its devices. Tokens are asked for again: any may have been rotated. */
  private forget(id: string): void {
    for (const deviceId of this.idsByAsset.get(id) ?? [id]) this.entries.delete(deviceId);
    this.idsByAsset.delete(id);
    this.idsByToken.clear();
    this.absentUntilMs.clear();
  }

  private clear(): void {
    this.entries.clear();
    this.idsByToken.clear();
    this.idsByAsset.clear();
    this.absentUntilMs.clear();
  }
}

function isTooMany(error: unknown): boolean {
  return error instanceof Error && error.message.includes('SIGNAL.TOO_MANY');
}

function toEntry(row: DeviceRow): DeviceEntry {
  const declared = assetTypeById(row.asset_type_id)?.signals ?? [];
  const refs: SignalRef[] = declared.map(({ id, name, min, max, exponent, kind }) => ({
    id,
    name,
    min,
    max,
    exponent,
    kind,
  }));
  for (const { id, name } of row.custom) {
    refs.push({ id, name, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, exponent: null, kind: 'gauge' });
  }
  return {
    deviceId: row.id,
    tenantId: row.tenant_id,
    assetId: row.asset_id,
    assetTypeId: row.asset_type_id,
    domain: row.domain,
    disabled: row.disabled,
    secretSalt: row.secret_salt,
    secretHash: row.secret_hash,
    tokenHash: row.token_hash,
    signals: new Map(refs.map((ref) => [ref.name, ref])),
    signalsById: new Map(refs.map((ref) => [ref.id, ref])),
  };
}
