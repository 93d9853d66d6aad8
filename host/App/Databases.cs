using System.Data.Common;
using BacSon.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace BacSon.App;

/// <summary>The embedded default: one file, nothing else installed. EF binds migrations to this type.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options, IEnumerable<IModule> modules, TimeProvider clock, Acting acting)
    : PlatformDb(options, modules, clock, acting);

/// <summary>SQL Server, for an office with several servers.</summary>
internal sealed class SqlServerDb(DbContextOptions<SqlServerDb> options, IEnumerable<IModule> modules, TimeProvider clock, Acting acting)
    : PlatformDb(options, modules, clock, acting);

/// <summary>Adds the database that the configuration names.</summary>
internal static class Databases
{
    public static IServiceCollection AddPlatformDb(this IServiceCollection services, PlatformOptions options)
    {
        if (options.UsesSqlServer)
        {
            services.AddDbContext<SqlServerDb>(db => db.UseSqlServer(options.ConnectionString, sql => sql.MigrationsAssembly(typeof(Databases).Assembly)));
            services.AddScoped<PlatformDb>(x => x.GetRequiredService<SqlServerDb>());
        }
        else
        {
            services.AddDbContext<SqliteDb>(db => db.UseSqlite(options.ConnectionString, sql => sql.MigrationsAssembly(typeof(Databases).Assembly))
                .AddInterceptors(SqlitePragmas.Instance));
            services.AddScoped<PlatformDb>(x => x.GetRequiredService<SqliteDb>());
        }
        return services;
    }

    /// <summary>Data Source for the embedded database, with a command timeout of 5 seconds: who cannot write by then is told so.</summary>
    public static string SqliteConnection(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        DefaultTimeout = 5,
        Pooling = true,
    }.ToString();
}

/// <summary>
/// WAL lets readers go on while one writes; FULL makes a commit survive a power cut. Both are asked for on every
/// connection: synchronous is not remembered by the file.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>For <c>dotnet ef</c> alone: makes a context for each provider without a host.</summary>
internal sealed class DesignTimeSqlite : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=design.db").Options, Modules.All, TimeProvider.System, new Acting());
}

internal sealed class DesignTimeSqlServer : IDesignTimeDbContextFactory<SqlServerDb>
{
    public SqlServerDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<SqlServerDb>().UseSqlServer("Server=design").Options, Modules.All, TimeProvider.System, new Acting());
}
