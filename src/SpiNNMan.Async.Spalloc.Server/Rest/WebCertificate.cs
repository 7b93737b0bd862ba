using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The certificate for https.</summary>
internal static class WebCertificate
{
    private static readonly TimeSpan s_validity = TimeSpan.FromDays(365);

    /// <summary>Reads a certificate and its private key.</summary>
    /// <exception cref="SpinnakerConnectionException">The file cannot be read, or has no certificate with a key.</exception>
    public static X509Certificate2 Load(string file)
    {
        try
        {
            X509Certificate2 certificate = X509Certificate2.GetCertContentType(file) == X509ContentType.Pfx
                ? X509CertificateLoader.LoadPkcs12FromFile(file, password: null)
                : ForServers(X509Certificate2.CreateFromPemFile(file));
            return certificate.HasPrivateKey ? certificate : throw new SpinnakerConnectionException($"{file} has a certificate, but not its private key.");
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SpinnakerConnectionException($"The certificate cannot be read from {file}: {exception.Message} It must be PEM with the private key, or PKCS #12 without a password.", exception);
        }
    }

    /// <summary>Makes a certificate for this computer, which clients can trust by itself.</summary>
    /// <param name="host">The host that clients name.</param>
    /// <param name="now">The time.</param>
    public static X509Certificate2 Make(string host, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=spinnman allocation service", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "server authentication")], critical: false));
        var identity = new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(identity);
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(identity));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (IPAddress.TryParse(host, out IPAddress? address))
            names.AddIpAddress(address);
        else if (!string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
            names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now + s_validity);
        return ForServers(made);
    }

    /// <summary>Some systems want the key of a server's certificate to be in their own store.</summary>
    private static X509Certificate2 ForServers(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
}
