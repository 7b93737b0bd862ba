using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SpiNNMan.Async.Extensions.DependencyInjection;

/// <summary>Registers health checks of SpiNNaker machines.</summary>
public static class SpinnakerHealthChecksBuilderExtensions
{
    /// <summary>Checks a machine: whether its boards answer, whether boards or chips are missing, whether cores are in error, and how much is lost on the way.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="key">The key of the machine. The default is the machine without one.</param>
    /// <param name="name">The name of the check. The default is <c>spinnaker</c>, or <c>spinnaker-</c> and the key.</param>
    /// <param name="options">How it is checked.</param>
    /// <param name="failureStatus">The status of a machine that does not answer. The default is <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags to choose checks by.</param>
    /// <param name="timeout">How long the check may take. The default is 10 s.</param>
    /// <returns>The same health checks.</returns>
    /// <remarks>A machine that is not open yet is opened. One that answers and lacks something is <see cref="HealthStatus.Degraded"/>. The data of the result has numbers for each.</remarks>
    public static IHealthChecksBuilder AddSpinnaker(
        this IHealthChecksBuilder builder,
        string? key = null,
        string? name = null,
        SpinnakerHealthOptions? options = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SpinnakerHealthOptions how = options ?? new SpinnakerHealthOptions();
        how.MakeReadOnly();
        return builder.Add(new HealthCheckRegistration(
            name ?? (key is null ? "spinnaker" : $"spinnaker-{key}"),
            provider => new SpinnakerHealthCheck(key is null ? provider.GetRequiredService<TransceiverProvider>() : provider.GetRequiredKeyedService<TransceiverProvider>(key), how),
            failureStatus,
            tags,
            timeout ?? TimeSpan.FromSeconds(10)));
    }
}
