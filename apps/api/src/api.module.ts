import { Module } from '@nestjs/common';
import { DEVICE_MODELS } from '@fettle/device-models';
import { AlertRulesController } from './alert-rules/alert-rules.controller';
import { RulePreviews } from './alert-rules/rule-preview.service';
import { AlertChanges } from './alerts/alert-changes.service';
import { AlertsController } from './alerts/alerts.controller';
import { AssetForecastsController } from './assets/asset-forecasts.controller';
import { AssetSeriesController } from './assets/asset-series.controller';
import { AssetsController } from './assets/assets.controller';
import { DeviceDataController, RejectsController } from './devices/device-data.controller';
import { DeviceCommandsController } from './devices/device-commands.controller';
import { DeviceCommands } from './devices/device-commands.service';
import { DevicesController } from './devices/devices.controller';
import { DeviceSnippetsController, SnippetsController } from './devices/snippets.controller';
import { DomainsController } from './domains/domains.controller';
import { FleetController } from './fleet/fleet.controller';
import { OperationsController } from './health/operations.controller';
import { TenantDatabase } from './http/tenant-database';
import { LiveAdmission } from './live/live-admission.service';
import { LiveFeed } from './live/live-feed';
import { LiveGateway } from './live/live.gateway';
import { LiveSnapshots } from './live/live-snapshots';
import { WatchedDevices } from './live/watched-devices';
import { MODEL_RUNNER, ModelBench, openModelRunner } from './models/model-bench.service';
import { ModelPackagesController } from './models/model-packages.controller';
import { BUILT_IN_MODELS, ModelShelf } from './models/model-shelf.service';
import { ModelsController } from './models/models.controller';
import { SearchController } from './search/search.controller';
import { SessionEnded } from './sessions/session-ended';
import { SessionSweeper } from './sessions/session-sweeper';
import { SessionGuard } from './sessions/session.guard';
import { SessionService } from './sessions/session.service';
import { SessionsController, SetupController } from './sessions/sessions.controller';
import { SitesController } from './sites/sites.controller';
import { StreamsController } from './streams/streams.controller';
import { StreamsService } from './streams/streams.service';
import { TenantController } from './tenants/tenant.controller';
import { UsersController } from './users/users.controller';
import { WorkOrdersController } from './work-orders/work-orders.controller';

/** The API: REST under /api/v1, live events, health and metrics. Needs the process's parts as global modules. */
@Module({
  controllers: [
    OperationsController,
    SessionsController,
    SetupController,
    TenantController,
    UsersController,
    DomainsController,
    SitesController,
    FleetController,
    AssetForecastsController,
    AssetSeriesController,
    AssetsController,
    DeviceDataController,
    DeviceCommandsController,
    DeviceSnippetsController,
    SnippetsController,
    DevicesController,
    RejectsController,
    ModelPackagesController,
    ModelsController,
    StreamsController,
    AlertRulesController,
    AlertsController,
    WorkOrdersController,
    SearchController,
  ],
  providers: [
    TenantDatabase,
    SessionService,
    SessionEnded,
    SessionGuard,
    SessionSweeper,
    AlertChanges,
    DeviceCommands,
    { provide: BUILT_IN_MODELS, useValue: DEVICE_MODELS },
    { provide: MODEL_RUNNER, useFactory: openModelRunner },
    ModelBench,
    ModelShelf,
    RulePreviews,
    StreamsService,
    LiveAdmission,
    LiveFeed,
    LiveSnapshots,
    LiveGateway,
    WatchedDevices,
  ],
})
export class ApiModule {}
