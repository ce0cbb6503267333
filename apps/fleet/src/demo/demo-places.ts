/** One place of the demo: made up, at the coordinates of a real region so that sun and seasons are right. */
export interface DemoPlace {
  readonly name: string;
  readonly domain: 'rail' | 'wind' | 'crops' | 'city';
  readonly latitude: number;
  readonly longitude: number;
  readonly timeZone: string;
  /** Asset types and how assets of each are called; a number follows. */
  readonly assets: readonly {
    readonly assetTypeId: string;
    readonly prefix: string;
    readonly count: number;
  }[];
}

interface DemoTenantPlaces {
  readonly name: string;
  readonly places: readonly DemoPlace[];
}

/** The two demo tenants; every name says that it is one. */
export const DEMO_TENANTS: readonly DemoTenantPlaces[] = [
  {
    name: 'Demo Northern Works',
    places: [
      {
        name: 'Elbe depot (demo)',
        domain: 'rail',
        latitude: 53.55,
        longitude: 9.99,
        timeZone: 'Europe/Berlin',
        assets: [{ assetTypeId: 'rail.car', prefix: 'Car', count: 9 }],
      },
      {
        name: 'Jutland wind farm (demo)',
        domain: 'wind',
        latitude: 56.1,
        longitude: 8.3,
        timeZone: 'Europe/Copenhagen',
        assets: [{ assetTypeId: 'wind.turbine', prefix: 'Turbine', count: 8 }],
      },
      {
        name: 'Flevoland farm (demo)',
        domain: 'crops',
        latitude: 52.5,
        longitude: 5.5,
        timeZone: 'Europe/Amsterdam',
        assets: [{ assetTypeId: 'crops.bed', prefix: 'Bed', count: 6 }],
      },
      {
        name: 'Harbour district (demo)',
        domain: 'city',
        latitude: 53.54,
        longitude: 9.98,
        timeZone: 'Europe/Berlin',
        assets: [
          { assetTypeId: 'city.junction', prefix: 'Junction', count: 5 },
          { assetTypeId: 'city.air_station', prefix: 'Air station', count: 3 },
        ],
      },
    ],
  },
  {
    name: 'Demo Pacific Operations',
    places: [
      {
        name: 'Bay depot (demo)',
        domain: 'rail',
        latitude: 37.8,
        longitude: -122.27,
        timeZone: 'America/Los_Angeles',
        assets: [{ assetTypeId: 'rail.car', prefix: 'Car', count: 7 }],
      },
      {
        name: 'Columbia wind farm (demo)',
        domain: 'wind',
        latitude: 45.7,
        longitude: -120.7,
        timeZone: 'America/Los_Angeles',
        assets: [{ assetTypeId: 'wind.turbine', prefix: 'Turbine', count: 7 }],
      },
      {
        name: 'Salinas farm (demo)',
        domain: 'crops',
        latitude: 36.67,
        longitude: -121.65,
        timeZone: 'America/Los_Angeles',
        assets: [{ assetTypeId: 'crops.bed', prefix: 'Bed', count: 7 }],
      },
      {
        name: 'Downtown district (demo)',
        domain: 'city',
        latitude: 37.79,
        longitude: -122.4,
        timeZone: 'America/Los_Angeles',
        assets: [
          { assetTypeId: 'city.junction', prefix: 'Junction', count: 5 },
          { assetTypeId: 'city.air_station', prefix: 'Air station', count: 3 },
        ],
      },
    ],
  },
];
