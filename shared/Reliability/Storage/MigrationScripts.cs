using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Reliability.Storage;

/// <summary>The rules that are SQL, in the scripts beside the migrations that run them.</summary>
public static class MigrationScripts
{
    /// <summary>Runs a script that the migration's own assembly carries as a resource.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void RunScript(this MigrationBuilder migrationBuilder, string scriptName)
    {
        using var script = new StreamReader(Assembly.GetCallingAssembly().GetManifestResourceStream(scriptName)!);
        migrationBuilder.Sql(script.ReadToEnd());
    }
}
