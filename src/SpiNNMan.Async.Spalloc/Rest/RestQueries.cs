using SpiNNMan.Async.Spalloc.Jobs;
using static SpiNNMan.Async.Spalloc.Rest.RestResources;

namespace SpiNNMan.Async.Spalloc.Rest;

/// <summary>The requests that look for a board or a chip.</summary>
internal static class RestQueries
{
    public static async Task<RestRequest> ForAsync(RestSession session, BoardQuery query, CancellationToken cancellationToken)
    {
        if (query.JobId is { } id)
            return Get(new Uri(await JobAsync(session, id, cancellationToken).ConfigureAwait(false), "chip"), ("x", Number(query.Chip!.Value.X)), ("y", Number(query.Chip.Value.Y)));

        RestLogin login = await session.GetLoginAsync(cancellationToken).ConfigureAwait(false);
        Uri machine = RestUris.AsFolder(Machine(session, login, query.Machine!));
        return query switch
        {
            { Logical: { } board } => Get(new Uri(machine, "logical-board"), ("x", Number(board.X)), ("y", Number(board.Y)), ("z", Number(board.Z))),
            { Physical: { } place } => Get(new Uri(machine, "physical-board"), ("cabinet", Number(place.Cabinet)), ("frame", Number(place.Frame)), ("board", Number(place.Board))),
            { Address: { } address } => Get(new Uri(machine, "board-ip"), ("address", address)),
            _ => Get(new Uri(machine, "chip"), ("x", Number(query.Chip!.Value.X)), ("y", Number(query.Chip.Value.Y))),
        };
    }

    public static Uri Machine(RestSession session, RestLogin login, string name) => new(RestUris.AsFolder(RestResources.Machines(session, login)), Uri.EscapeDataString(name));
}
