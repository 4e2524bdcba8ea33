using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Dev.Workspace;
using LocalServers;

namespace Dev.Identity;

/// <summary>The RSA key that signs development tokens, and its public half as the JWKS file that the services read.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int Bits = 2048;
    private const int KeyIdLength = 16;
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    private readonly RSA _rsa;

    private SigningKey(RSA rsa, string keyId)
    {
        _rsa = rsa;
        KeyId = keyId;
    }

    public string KeyId { get; }

    /// <summary>Reads the key, or makes it at the first call.</summary>
    public static async Task<SigningKey> LoadAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        var directory = workplace.Checkout.Identity;
        var keyFile = Path.Combine(directory, "signing-key.pem");
        // Both files are put in place whole, the JWKS last: once it is there, nobody needs to wait.
        if (!File.Exists(workplace.JwksFile))
        {
            PrivateFiles.CreateDirectory(directory);
            await using var held = await FileLock.TakeAsync(Path.Combine(directory, "lock"), LockLimit, cancellationToken);
            await MakeAsync(keyFile, workplace.JwksFile, cancellationToken);
        }

        return await ReadAsync(keyFile, cancellationToken);
    }

    private static async Task MakeAsync(string keyFile, string jwksFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(keyFile))
        {
            using var made = RSA.Create(Bits);
            PrivateFiles.Write(keyFile, made.ExportPkcs8PrivateKeyPem());
        }

        if (!File.Exists(jwksFile))
        {
            using var key = await ReadAsync(keyFile, cancellationToken);
            PrivateFiles.Write(jwksFile, key.Jwks());
        }
    }

    private static async Task<SigningKey> ReadAsync(string keyFile, CancellationToken cancellationToken)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(await File.ReadAllTextAsync(keyFile, cancellationToken));
        var modulus = rsa.ExportParameters(includePrivateParameters: false).Modulus!;
        return new SigningKey(rsa, Convert.ToHexStringLower(SHA256.HashData(modulus))[..KeyIdLength]);
    }

    public byte[] Sign(byte[] data) => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _rsa.Dispose();

    private string Jwks()
    {
        var parameters = _rsa.ExportParameters(includePrivateParameters: false);
        var key = new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = KeyId,
            n = Base64Url.EncodeToString(parameters.Modulus),
            e = Base64Url.EncodeToString(parameters.Exponent),
        };
        return JsonSerializer.Serialize(new { keys = new[] { key } });
    }
}
