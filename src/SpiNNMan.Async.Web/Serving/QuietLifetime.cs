using Microsoft.Extensions.Hosting;

namespace SpiNNMan.Async.Web.Serving;

/// <summary>The signals of the process belong to the program, and not to the page in it.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
