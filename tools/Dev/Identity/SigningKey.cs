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
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(10);

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
        PrivateFiles.CreateDirectory(directory);
        await using var held = await FileLock.TakeAsync(Path.Combine(directory, "lock"), LockLimit, cancellationToken);

        var keyFile = Path.Combine(directory, "signing-key.pem");
        var rsa = RSA.Create(Bits);
        if (File.Exists(keyFile))
        {
            rsa.ImportFromPem(await File.ReadAllTextAsync(keyFile, cancellationToken));
        }
        else
        {
            PrivateFiles.Write(keyFile, rsa.ExportPkcs8PrivateKeyPem());
        }

        var modulus = rsa.ExportParameters(includePrivateParameters: false).Modulus!;
        var key = new SigningKey(rsa, Convert.ToHexStringLower(SHA256.HashData(modulus))[..KeyIdLength]);
        if (!File.Exists(workplace.JwksFile))
        {
            PrivateFiles.Write(workplace.JwksFile, key.Jwks());
        }

        return key;
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
