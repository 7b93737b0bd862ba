using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The machines.</summary>
internal sealed class MachineResources(Laboratory laboratory)
{
    public Task ListAsync(WebExchange exchange) => exchange.AnswerAsync(
        new MachineList([.. laboratory.Machines.Select(machine =>
        {
            (IReadOnlyList<BoardMessage> boards, IReadOnlyList<IReadOnlyList<LinkEnd>> links) = Defects(machine);
            return new MachineEntry(machine.Name, machine.Boards.Tags, exchange.Uri(exchange.Paths.Machine(machine.Name)), machine.Grid.Width, machine.Grid.Height, boards, links);
        })]),
        WebJson.Default.MachineList);

    public async Task ShowAsync(WebExchange exchange)
    {
        LabMachine machine = Find(exchange);
        if (exchange.Flag("wait"))
            await exchange.WaitForChangeAsync(laboratory, (_, machines) => machines.Contains(machine.Name, StringComparer.Ordinal), static () => false).ConfigureAwait(false);

        (IReadOnlyList<BoardMessage> boards, IReadOnlyList<IReadOnlyList<LinkEnd>> links) = Defects(machine);
        string path = exchange.Paths.Machine(machine.Name);
        await exchange.AnswerAsync(
            new MachineMessage(
                machine.Name,
                machine.Boards.Tags,
                machine.Grid.Width,
                machine.Grid.Height,
                boards,
                links,
                exchange.Uri($"{path}/physical-board"),
                exchange.Uri($"{path}/logical-board"),
                exchange.Uri($"{path}/chip"),
                exchange.Uri($"{path}/board-ip")),
            WebJson.Default.MachineMessage).ConfigureAwait(false);
    }

    public Task FindLogicalBoardAsync(WebExchange exchange)
    {
        LabMachine machine = Find(exchange);
        var board = new BoardCoordinates((int)exchange.Number("x", null), (int)exchange.Number("y", null), (int)exchange.Number("z", 0));
        return AnswerAsync(exchange, laboratory.WhereIsBoard(machine, board), "board");
    }

    public Task FindPhysicalBoardAsync(WebExchange exchange)
    {
        LabMachine machine = Find(exchange);
        var position = new BoardLocation((int)exchange.Number("cabinet", 0), (int)exchange.Number("frame", 0), (int)exchange.Number("board", null));
        return AnswerAsync(exchange, machine.At(position) is { } board ? laboratory.WhereIsBoard(machine, board) : null, "board");
    }

    public Task FindChipAsync(WebExchange exchange) =>
        AnswerAsync(exchange, laboratory.WhereIsChip(Find(exchange), ((int)exchange.Number("x", null), (int)exchange.Number("y", null))), "chip");

    public Task FindAddressAsync(WebExchange exchange)
    {
        LabMachine machine = Find(exchange);
        string address = exchange.Request.Query["address"].ToString();
        if (address.Length == 0)
            throw WebFailureException.BadArgument("address is missing");

        return AnswerAsync(exchange, machine.WithAddress(address) is { } board ? laboratory.WhereIsBoard(machine, board) : null, "board");
    }

    /// <summary>Answers where a chip is.</summary>
    /// <exception cref="WebFailureException">Nobody knows.</exception>
    public static Task AnswerAsync(WebExchange exchange, WhereIs? where, string what)
    {
        if (where is null)
            throw WebFailureException.NotFound(what);

        return exchange.AnswerAsync(
            new WhereIsMessage(
                where.JobId,
                where.JobId is { } id ? exchange.Uri(exchange.Paths.Job(id)) : null,
                where.JobChip is { } jobChip ? [jobChip.X, jobChip.Y] : null,
                [where.Chip.X, where.Chip.Y],
                [where.Logical.X, where.Logical.Y, where.Logical.Z],
                where.Machine,
                exchange.Uri(exchange.Paths.Machine(where.Machine)),
                [where.BoardChip.X, where.BoardChip.Y],
                [where.Physical.Cabinet, where.Physical.Frame, where.Physical.Board]),
            WebJson.Default.WhereIsMessage);
    }

    private LabMachine Find(WebExchange exchange) => laboratory.FindMachine(exchange.Route("name")) ?? throw WebFailureException.NotFound("machine");

    private (IReadOnlyList<BoardMessage> Boards, IReadOnlyList<IReadOnlyList<LinkEnd>> Links) Defects(LabMachine machine)
    {
        (IReadOnlyList<BoardCoordinates> boards, IReadOnlyList<(BoardCoordinates Board, int Link)> links) = laboratory.Defects(machine);
        IEnumerable<IReadOnlyList<LinkEnd>> ends =
            from link in links
            let other = machine.Grid.Neighbour(link.Board, link.Link)
            where other is not null && link.Link < TriadGeometry.LinkCount / 2
            select (LinkEnd[])[new LinkEnd(Describe(machine, link.Board), link.Link), new LinkEnd(Describe(machine, other.Value), TriadGeometry.Opposite(link.Link))];
        return ([.. boards.Where(machine.Has).Select(board => Describe(machine, board))], [.. ends]);
    }

    private static BoardMessage Describe(LabMachine machine, BoardCoordinates board)
    {
        BoardLocation position = machine.PositionOf(board);
        return new BoardMessage(board.X, board.Y, board.Z, position.Cabinet, position.Frame, position.Board, machine.Has(board) ? machine.AddressOf(board).ToString() : "");
    }
}
