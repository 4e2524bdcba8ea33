using Microsoft.EntityFrameworkCore.Migrations;

namespace Reliability.Storage;

/// <summary>The rules that are SQL, in the scripts beside the migrations that run them.</summary>
public static class MigrationScripts
{
    /// <summary>Runs a script that the migration's own assembly carries as a resource.</summary>
    public static void RunScript(this Migration migration, MigrationBuilder migrationBuilder, string scriptName)
    {
        var resource = migration.GetType().Assembly.GetManifestResourceStream(scriptName)
            ?? throw new InvalidOperationException($"{migration.GetType().Name} carries no script {scriptName}.");
        using var script = new StreamReader(resource);
        migrationBuilder.Sql(script.ReadToEnd());
    }
}
