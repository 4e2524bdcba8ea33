using Microsoft.EntityFrameworkCore.Migrations;

namespace Credits.Persistence.Migrations;

/// <summary>The rules that are SQL, in the scripts beside the migrations that run them.</summary>
internal static class MigrationScripts
{
    public static void RunScript(this MigrationBuilder migrationBuilder, string scriptName)
    {
        using var script = new StreamReader(typeof(MigrationScripts).Assembly.GetManifestResourceStream(scriptName)!);
        migrationBuilder.Sql(script.ReadToEnd());
    }
}
