import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Database, type DatabaseUrls } from './database';
import { DeviceDirectory } from './device-directory';

/** The one place where pools are made for a Nest application; inject `Database` or `DeviceDirectory` by class. */
@Global()
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DeviceDirectory) private readonly directory: DeviceDirectory,
  ) {}

  static forRoot(urls: DatabaseUrls, nowMs: () => number): DynamicModule {
    return {
      module: PersistenceModule,
      providers: [
        { provide: Database, useFactory: () => new Database(urls) },
        {
          provide: DeviceDirectory,
          useFactory: (database: Database) => new DeviceDirectory(database.pipeline, nowMs),
          inject: [Database],
        },
      ],
      exports: [Database, DeviceDirectory],
    };
  }

  /** Last of all: what consumes the pools stops in `beforeApplicationShutdown`. */
  async onApplicationShutdown(): Promise<void> {
    this.directory.close();
    await this.database.close();
  }
}
