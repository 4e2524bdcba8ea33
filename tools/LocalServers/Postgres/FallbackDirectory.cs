using System.Security.Cryptography;
using System.Text;

namespace LocalServers.Postgres;

/// <summary>Where the data lies when PostgreSQL's user can't enter the wanted place: in /var/tmp, by a name made from that place.</summary>
internal static class FallbackDirectory
{
    private const string Root = "/var/tmp";
    private const string Prefix = "playground-credits-postgres-";
    private const int HashLength = 16;

    /// <summary>A file that says for which place the directory stands.</summary>
    private const string Origin = "origin";

    public static string For(string wanted) =>
        Path.Combine(Root, Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..HashLength]);

    /// <summary>Makes it, and removes those of places that have been deleted: nobody else would.</summary>
    public static string Create(string wanted)
    {
        var directory = For(wanted);
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, Origin), wanted);
        foreach (var other in Directory.GetDirectories(Root, Prefix + "*").Where(IsAbandoned))
        {
            Directory.Delete(other, recursive: true);
        }

        return directory;
    }

    private static bool IsAbandoned(string directory)
    {
        var origin = Path.Combine(directory, Origin);
        return new DirectoryInfo(directory).LinkTarget is null
            && File.Exists(origin)
            && !Directory.Exists(Path.GetDirectoryName(File.ReadAllText(origin)))
            && LocalPostgres.ProcessesOf(Path.Combine(directory, "data")).Count == 0;
    }
}
