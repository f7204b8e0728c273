using IndicatorApi.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

// The tool only needs the model; it never connects.
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<IndicatorDbContext>
{
    public IndicatorDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<IndicatorDbContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsAssembly("IndicatorApi.Migrations")).Options);
}

internal static class Program
{
    private static void Main() => Console.WriteLine("Start-up project of `dotnet ef`; see CONTRIBUTING.md.");
}
