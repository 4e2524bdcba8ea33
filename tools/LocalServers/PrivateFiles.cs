using System.Security.Cryptography;

// Linux only, as everything here; saying so by attribute would make every test of every project Linux-only by name.
#pragma warning disable CA1416

namespace LocalServers;

/// <summary>Files and directories that only their owner may read.</summary>
public static class PrivateFiles
{
    private const int PasswordBytes = 24;
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode700 = FileMode600 | UnixFileMode.UserExecute;

    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));

    /// <summary>Writes beside and moves into place: a reader sees the old content or the new, never a part.</summary>
    public static void Write(string path, string content)
    {
        var unfinished = $"{path}.{Environment.ProcessId}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = FileMode600 };
        using (var writer = new StreamWriter(unfinished, options))
        {
            writer.Write(content);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The password in this file, made at the first call.</summary>
    public static string Password(string path)
    {
        if (!File.Exists(path))
        {
            Write(path, NewPassword());
        }

        return File.ReadAllText(path);
    }

    public static void CreateDirectory(string path) => Directory.CreateDirectory(path, DirectoryMode700);

    public static void CloseDirectory(string path) => File.SetUnixFileMode(path, DirectoryMode700);
}
