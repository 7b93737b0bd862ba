using System.Net;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Jobs;
using SpiNNMan.Async.Spalloc.Services;
using static SpiNNMan.Async.Spalloc.Rest.RestResources;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>Memory of the chips of jobs, moved by the service.</summary>
/// <remarks>Protocol: spalloc.md, "Resources".</remarks>
internal sealed class RestMemory(RestSession session) : IMemoryService
{
    /// <summary>The service moves megabytes before it answers.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    public async Task<byte[]> ReadAsync(int id, ChipLocation chip, uint address, int length, CancellationToken cancellationToken)
    {
        Uri memory = new(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "memory");
        RestRequest request = Get(memory, ("x", Number(chip.X)), ("y", Number(chip.Y)), ("address", Number(address)), ("size", Number(length)));
        return Whole(await session.SendAsync(request with { Timeout = s_timeout }, cancellationToken).ConfigureAwait(false), length);
    }

    public async Task WriteAsync(int id, ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Uri memory = new(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "memory");
        RestRequest request = PostBytes(WithQuery(memory, ("x", Number(chip.X)), ("y", Number(chip.Y)), ("address", Number(address))), data);
        Offered(await session.SendAsync(request with { Timeout = s_timeout }, cancellationToken).ConfigureAwait(false));
    }

    public async Task<byte[]> FastReadAsync(int id, FastDataSettings settings, CoreLocation monitor, uint address, int length, CancellationToken cancellationToken)
    {
        Uri memory = new(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "fast-data-read");
        RestRequest request = Get(
            memory,
            ("gather_x", Number(settings.Gatherer.Chip.X)), ("gather_y", Number(settings.Gatherer.Chip.Y)), ("eth_x", Number(settings.Ethernet.X)), ("eth_y", Number(settings.Ethernet.Y)),
            ("eth_address", settings.EthernetAddress), ("iptag", Number(settings.Tag)), ("x", Number(monitor.Chip.X)), ("y", Number(monitor.Chip.Y)), ("p", Number(monitor.Core)),
            ("address", Number(address)), ("size", Number(length)));
        return Whole(await session.SendAsync(request with { Timeout = s_timeout }, cancellationToken).ConfigureAwait(false), length);
    }

    public async Task FastWriteAsync(int id, FastDataSettings settings, ChipLocation chip, uint address, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        Uri memory = new(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "fast-data-write");
        Uri whole = WithQuery(
            memory,
            ("gather_x", Number(settings.Gatherer.Chip.X)), ("gather_y", Number(settings.Gatherer.Chip.Y)), ("gather_p", Number(settings.Gatherer.Core)), ("eth_x", Number(settings.Ethernet.X)),
            ("eth_y", Number(settings.Ethernet.Y)), ("eth_address", settings.EthernetAddress), ("iptag", Number(settings.Tag)), ("x", Number(chip.X)), ("y", Number(chip.Y)),
            ("address", Number(address)));
        Offered(await session.SendAsync(PostBytes(whole, data) with { Timeout = s_timeout }, cancellationToken).ConfigureAwait(false));
    }

    public async Task ResetRoutersAsync(int id, IReadOnlyDictionary<int, uint> filters, CancellationToken cancellationToken)
    {
        Uri router = new(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "router");
        RestRequest request = Delete(router, [.. filters.Select(static filter => (Number(filter.Key), Number(filter.Value)))]);
        Offered(await session.SendAsync(request with { Timeout = s_timeout }, cancellationToken).ConfigureAwait(false));
    }

    private static byte[] Whole(RestAnswer answer, int length)
    {
        byte[] bytes = Offered(answer).Body;
        return bytes.Length == length
            ? bytes
            : throw new AllocationException($"{answer.What} was answered with {bytes.Length} bytes, and not with {length}.") { StatusCode = answer.Status };
    }

    private static RestAnswer Offered(RestAnswer answer) =>
        answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented
            ? throw new AllocationException($"The service does not offer this: {answer.Refusal().Message}") { StatusCode = answer.Status }
            : answer.OrThrow();
}
