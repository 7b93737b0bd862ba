using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Spalloc.Server;

/// <summary>How the allocation service behaves; read-only from its first use on.</summary>
public sealed record SpallocServerOptions : SpinnakerOptions
{
    /// <summary>The TCP port of the classic protocol, 22244.</summary>
    public const int DefaultPort = 22244;

    /// <summary>Where clients of the classic protocol connect to. Port 0 takes one of the system's choice; <see langword="null"/> leaves the protocol out. The default is 127.0.0.1:22244.</summary>
    /// <remarks>The protocol has no login: whoever can connect can do everything.</remarks>
    public IPEndPoint? Classic { get; set => field = Writable(value); } = new(IPAddress.Loopback, DefaultPort);

    /// <summary>Where the REST service is: <c>http://</c> or <c>https://</c>, a host that is an address of this computer or <c>localhost</c>, a port, and the path that its resources are below. Port 0 takes one of the
    /// system's choice. The default is <see langword="null"/>: there is none.</summary>
    /// <remarks>A name and a password in it are the only ones that are accepted, besides <see cref="Users"/>.</remarks>
    public Uri? Web
    {
        get;
        set => field = Writable(value is null || value is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" }
            ? value
            : throw new InvalidParameterException(nameof(Web), WithoutSecrets(value), "it must be http://HOST[:PORT][/PATH] or https://HOST[:PORT][/PATH]"));
    }

    /// <summary>A file with the certificate for https and its private key: PEM, or PKCS #12 without a password. The default is <see langword="null"/>: one is made at the start, and written, without its key, to
    /// <see cref="SpallocServer.CertificateFile"/>, for clients to trust.</summary>
    public string? CertificateFile { get; set => field = Writable(value); }

    /// <summary>Where jobs are kept, so that they are there after a restart. The default is <see langword="null"/>: they are lost.</summary>
    public string? StateFile { get; set => field = Writable(value); }

    /// <summary>Names and passwords that the REST service accepts. The default is none, and none in <see cref="Web"/> either: then all are accepted, and all bearer tokens too.</summary>
    public IReadOnlyDictionary<string, string> Users { get; set => field = Writable(OptionChecks.NotNull(value)); } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The bearer tokens that the REST service accepts, if it does not accept everyone. The default is none.</summary>
    public IReadOnlyCollection<string> BearerTokens { get; set => field = Writable(OptionChecks.NotNull(value)); } = [];

    /// <summary>The version that clients of the classic protocol are told. The default is 6.0.1.</summary>
    /// <remarks>Clients accept 0.1.0 up to 7.0.0. The real service of 2021 says <c>1!6.0.1</c>, which some of them cannot read.</remarks>
    public string ServiceVersion { get; set => field = Writable(OptionChecks.NotNull(value)); } = "6.0.1";

    /// <summary>How long boards rest, once they are switched off, before another job gets them, up to a day. The default is no time; real services wait 30 s.</summary>
    public TimeSpan RestTime { get; set => field = Writable(OptionChecks.NotNegative(value)); } = TimeSpan.Zero;

    /// <summary>How many jobs may overtake one that waits for boards, 0 to a million. The default is 10.</summary>
    public int MaxOvertaking { get; set => field = Writable(OptionChecks.Within(value, 0, 1_000_000)); } = 10;

    /// <summary>How long a job that nobody may overtake holds up the others before it goes to the end of the queue: more than no time, up to a day. The default is half an hour.</summary>
    public TimeSpan QueuePatience { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMinutes(30);

    /// <summary>How many jobs that are over are remembered, 0 to a million. The default is 1,200.</summary>
    public int MaxRetiredJobs { get; set => field = Writable(OptionChecks.Within(value, 0, 1_000_000)); } = 1200;

    /// <summary>The shortest time that jobs of the REST service may go on without a sign that they are wanted, up to a day. The default is 30 s.</summary>
    public TimeSpan MinKeepAlive { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time that jobs of the REST service may go on without a sign that they are wanted, up to a day. The default is 300 s.</summary>
    public TimeSpan MaxKeepAlive { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(300);

    /// <summary>How long to wait before boards that could not be switched are switched again, up to a day; after that, the job ends. The default is 15 s.</summary>
    public TimeSpan PowerRetryDelay { get; set => field = Writable(OptionChecks.NotNegative(value)); } = TimeSpan.FromSeconds(15);

    /// <summary>The address of this computer that boards send to when a client of the tunnel listens. The default is 127.0.0.1.</summary>
    public IPAddress TunnelAddress { get; set => field = Writable(OptionChecks.NotNull(value)); } = IPAddress.Loopback;

    /// <summary>The clock that jobs are timed by. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    /// <summary>Where events are logged. The default is nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; set => field = Writable(OptionChecks.NotNull(value)); } = NullLoggerFactory.Instance;

    /// <summary>Where the service listens. There are no names, passwords and tokens in it.</summary>
    public override string ToString() => $"{nameof(SpallocServerOptions)} {{ {nameof(Classic)} = {Classic}, {nameof(Web)} = {(Web is null ? null : WithoutSecrets(Web))} }}";

    private static string WithoutSecrets(Uri address) => address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "no whole address";
}
