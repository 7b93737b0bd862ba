using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;

namespace SpiNNMan.Async;

/// <summary>Loads the programs that stream memory as applications of the machine.</summary>
internal sealed class StreamingPrograms(MachineApplications applications) : IProgramLoader
{
    public async Task<ILoadedPrograms> LoadAsync(
        StreamingImages images,
        IReadOnlyList<CoreLocation> monitors,
        IReadOnlyList<CoreLocation> gatherers,
        byte? applicationId,
        Func<byte, CancellationToken, Task> prepare,
        CancellationToken cancellationToken)
    {
        ApplicationPart[] parts = [new(new ApplicationImage(images.Monitor.Span), monitors), new(new ApplicationImage(images.Gatherer.Span), gatherers)];
        byte id = applicationId ?? await applications.Sessions.TakeIdAsync(cancellationToken).ConfigureAwait(false);
        var options = new StartOptions { ApplicationId = id };
        try
        {
            await prepare(id, cancellationToken).ConfigureAwait(false);
            ApplicationSession session = await applications.StartAsync(parts, options, cancellationToken).ConfigureAwait(false);
            return new Loaded(applications, session, ownsId: applicationId is null);
        }
        catch
        {
            await TidyAsync(id, options.CleanUpTimeout).ConfigureAwait(false);
            if (applicationId is null)
                applications.ApplicationIds.FreeId(id);

            throw;
        }
    }

    /// <summary>Frees the tables of data that were written before the programs were to start.</summary>
    private async Task TidyAsync(byte applicationId, TimeSpan time)
    {
        using var deadline = new CancellationTokenSource(time, applications.Connections.TimeProvider);
        try
        {
            await applications.StopAsync(applicationId, cancellationToken: deadline.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SpinnakerException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller gets the first error.
        }
    }

    private sealed class Loaded(MachineApplications applications, ApplicationSession session, bool ownsId) : ILoadedPrograms
    {
        public SpinnakerException? CleanUpError => session.CleanUpError;

        public void Detach() => session.Detach();

        public async ValueTask DisposeAsync()
        {
            await session.DisposeAsync().ConfigureAwait(false);

            // An identifier whose cores may still run must not be given to others.
            if (ownsId && session.CleanUpError is null)
                applications.ApplicationIds.FreeId(session.ApplicationId);
        }
    }
}
