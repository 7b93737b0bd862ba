using System.Net.WebSockets;
using SpiNNMan.Async.Access;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using SpiNNMan.Async.Spalloc.Tunnels;

namespace SpiNNMan.Async.Spalloc;

/// <summary>The ways to the boards of a job: at most one tunnel, for all connections.</summary>
internal sealed class JobNetworks(IAllocationService service, ServiceSettings settings)
{
    private readonly AsyncGate _opening = new(settings.Inline);
    private TunnelNetwork? _tunnel;
    private JobSession? _tunnelOf;

    public async Task<JobNetwork> OpenAsync(JobSession session, JobMachine machine, JobRoute route, CancellationToken cancellationToken)
    {
        if (route == JobRoute.Direct || (route == JobRoute.Automatic && service.Protocol == AllocationProtocol.Classic))
            return new JobNetwork(machine, tunnel: null, settings);

        await _opening.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_tunnel is not null && ReferenceEquals(_tunnelOf, session))
                return new JobNetwork(machine, _tunnel, settings);

            if (await service.FindTunnelAsync(session.Id, cancellationToken).ConfigureAwait(false) is null)
            {
                return route == JobRoute.Automatic
                    ? new JobNetwork(machine, tunnel: null, settings)
                    : throw new SpinnakerConnectionException($"{service.Name} has no tunnel to the boards of job {session.Id}: take the direct way, {nameof(JobRoute)}.{nameof(JobRoute.Direct)}.");
            }

            TunnelNetwork tunnel = await TunnelNetwork.OpenAsync(
                new TunnelSettings
                {
                    Service = settings,
                    JobId = session.Id,
                    Hosts = machine.Hosts,
                    PowerResource = service.DescribePower(session.Id),
                    Open = token => OpenWebSocketAsync(session, token),
                },
                cancellationToken).ConfigureAwait(false);
            session.WhenLost(tunnel.Fail);
            _tunnel = tunnel;
            _tunnelOf = session;
            return new JobNetwork(machine, tunnel, settings);
        }
        finally
        {
            _opening.Leave();
        }
    }

    public async Task CloseAsync()
    {
        await _opening.EnterAsync().ConfigureAwait(false);
        try
        {
            if (_tunnel is not null)
                await _tunnel.DisposeAsync().ConfigureAwait(false);

            _tunnel = null;
        }
        finally
        {
            _opening.Leave();
        }
    }

    private async Task<WebSocket> OpenWebSocketAsync(JobSession session, CancellationToken cancellationToken)
    {
        // Asked anew each time: the job may be over, and a login that has expired is renewed by it.
        await session.CheckAsync(cancellationToken).ConfigureAwait(false);
        session.ThrowIfLost();
        TunnelAddress address = await service.FindTunnelAsync(session.Id, cancellationToken).ConfigureAwait(false)
            ?? throw new LinkBrokenException($"{service.Name} has no tunnel to the boards of job {session.Id} just now.", wasSent: false);
        using var inTime = new CancellationTokenSource(settings.Timeout, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(inTime.Token, cancellationToken);
        try
        {
            return await settings.Transport.OpenWebSocketAsync(address.Uri, address.Headers, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LinkBrokenException($"The tunnel at {address.Uri.Host} did not open within {settings.Timeout.TotalSeconds:0.###} s.", wasSent: false, exception);
        }
    }
}
