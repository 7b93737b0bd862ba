using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Transports;

namespace SpiNNMan.Async.Spalloc;

/// <summary>How an allocation service is talked to; read-only from its first use on.</summary>
public sealed record BoardAllocatorOptions : SpinnakerOptions
{
    /// <summary>Who one is to a REST service. The default is what its address says (<c>https://user:password@host/</c>), else <see cref="AllocationCredentials.FromEnvironment()"/>; the classic protocol has no log-in.</summary>
    public AllocationCredentials? Credentials { get; set => field = Writable(value); }

    /// <summary>Whose jobs they are in the classic protocol, where a request does not say: printable ASCII. The default is the name of this computer's user.</summary>
    public string Owner { get; set => field = Writable(OptionChecks.NotNull(value).Length > 0 ? value : throw new InvalidParameterException(nameof(Owner), value, "a job has an owner")); } = DefaultOwner;

    /// <summary>How long one answer is waited for, up to a day. The default is 10 s.</summary>
    public TimeSpan Timeout { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause before a service that cannot be reached is tried again, up to a day; the first is an eighth of it. The default is 5 s.</summary>
    public TimeSpan ReconnectDelay { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(5);

    /// <summary>How long a service that cannot be reached is tried before a call fails, up to a day. The default is 1 minute. Jobs are kept alive, or tried to, for as long as they are open.</summary>
    public TimeSpan GiveUpAfter { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromMinutes(1);

    /// <summary>The longest time to wait for a notification before asking without one, up to a day. The default is 10 s.</summary>
    public TimeSpan PollInterval { get; set => field = Writable(OptionChecks.Positive(value)); } = TimeSpan.FromSeconds(10);

    /// <summary>Whether services of versions that are not known are talked to. The default is not.</summary>
    public bool IgnoreVersion { get; set => field = Writable(value); }

    /// <summary>Told when a job could not be kept alive for half of its interval. The default is nobody; the log says it in any case.</summary>
    public IProgress<KeepAliveWarning>? KeepAliveWarnings { get; set => field = Writable(value); }

    /// <summary>The clock that everything is timed by. The default is the system's.</summary>
    public TimeProvider TimeProvider { get; set => field = Writable(OptionChecks.NotNull(value)); } = TimeProvider.System;

    /// <summary>How the service is reached. The default is the system's network.</summary>
    public IAllocationTransport Transport { get; set => field = Writable(OptionChecks.NotNull(value)); } = SystemTransport.Instance;

    /// <summary>Where events are logged. The default is nowhere. Nothing secret is.</summary>
    public ILoggerFactory LoggerFactory { get; set => field = Writable(OptionChecks.NotNull(value)); } = NullLoggerFactory.Instance;

    private static string DefaultOwner => Environment.UserName is { Length: > 0 } user ? user : "somebody";

    internal ServiceSettings ToSettings() => new()
    {
        Transport = Transport,
        Time = TimeProvider,
        Timeout = Timeout,
        ReconnectDelay = ReconnectDelay,
        GiveUpAfter = GiveUpAfter,
        PollInterval = PollInterval,
        Logger = new GuardedLogger(LoggerFactory.CreateLogger<BoardAllocator>()),
        IgnoreVersion = IgnoreVersion,
        Owner = Owner,
    };
}
