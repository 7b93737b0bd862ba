using Microsoft.Extensions.Hosting;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The signals of the process belong to the program, and not to the service in it.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
