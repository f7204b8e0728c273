using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IndicatorApi.Migrations;

/// <summary>How <c>dotnet ef</c> comes to the model; it never connects.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<IndicatorDbContext>
{
    public IndicatorDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IndicatorDbContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsAssembly(typeof(DesignTimeContext).Assembly)).Options);
}
