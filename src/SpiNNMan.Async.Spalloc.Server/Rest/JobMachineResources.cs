using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SpiNNMan.Async.Spalloc.Server.Allocation;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;
using SpiNNMan.Async.Spalloc.Server.Rest.Messages;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The boards of jobs.</summary>
internal sealed class JobMachineResources(Laboratory laboratory)
{
    public Task ShowAsync(WebExchange exchange)
    {
        if (Use(exchange) is not { HasBoards: true, Machine: { } machine, Placement: { } placement } job)
            return exchange.AnswerAsync(StatusCodes.Status204NoContent);

        return exchange.AnswerAsync(
            new JobMachine(
                placement.Width,
                placement.Height,
                placement.Depth,
                machine.Name,
                [.. placement.Boards.Select(board => Connection(machine, placement, board))],
                [.. placement.Boards.Select(static board => (int[])[board.X, board.Y, board.Z])],
                exchange.Uri($"{exchange.Paths.Job(job.Id)}/machine/power"),
                exchange.Uri(exchange.Paths.Machine(machine.Name))),
            WebJson.Default.JobMachine);
    }

    public Task ShowPowerAsync(WebExchange exchange) => Use(exchange) is { HasBoards: true } job
        ? exchange.AnswerAsync(new PowerMessage(job.Power is true ? PowerMessage.On : PowerMessage.Off), WebJson.Default.PowerMessage)
        : exchange.AnswerAsync(StatusCodes.Status204NoContent);

    public async Task SetPowerAsync(WebExchange exchange)
    {
        PowerMessage wanted = await exchange.ReadAsync(WebJson.Default.PowerMessage).ConfigureAwait(false);
        bool on = wanted.Power switch
        {
            PowerMessage.On => true,
            PowerMessage.Off => false,
            _ => throw WebFailureException.BadArgument("power must be ON or OFF"),
        };
        if (Use(exchange) is not { HasBoards: true })
        {
            await exchange.AnswerAsync(StatusCodes.Status204NoContent).ConfigureAwait(false);
            return;
        }

        laboratory.SetPower(exchange.JobId(), on, exchange.Host);
        await exchange.AnswerAsync(wanted, WebJson.Default.PowerMessage, StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    public Task FindChipAsync(WebExchange exchange)
    {
        (int, int) chip = ((int)exchange.Number("x", 0), (int)exchange.Number("y", 0));
        return Use(exchange) is { HasBoards: true } job
            ? MachineResources.AnswerAsync(exchange, laboratory.WhereIsJobChip(job.Id, chip), "chip")
            : exchange.AnswerAsync(StatusCodes.Status204NoContent);
    }

    /// <summary>Notes that boards do not work. With the second report of a board, no new job gets it.</summary>
    public async Task ReportAsync(WebExchange exchange)
    {
        IssueReport report = await exchange.ReadAsync(WebJson.Default.IssueReport).ConfigureAwait(false);
        JobSnapshot job = Use(exchange);
        if (report.Boards is not { Count: > 0 } boards)
            throw WebFailureException.BadArgument("boards is missing");

        (LabMachine Machine, BoardCoordinates Board)[] found = [.. boards.Select(board => Find(job, board))];
        int outOfService = found.Count(one => laboratory.Report(one.Machine, one.Board));
        await exchange.AnswerAsync(new IssueAnswer($"noted {found.Length} of {found.Length} boards; {outOfService} out of service"), WebJson.Default.IssueAnswer).ConfigureAwait(false);
    }

    private (LabMachine Machine, BoardCoordinates Board) Find(JobSnapshot job, ReportedBoard reported)
    {
        LabMachine machine = (reported.Machine is { } name ? laboratory.FindMachine(name) : job.Machine) ?? throw WebFailureException.BadArgument("there is no such machine");
        BoardCoordinates? board = reported.Chip is { } chip ? Locate(machine, chip) : JobReading.Find(machine, reported);
        return board is { } found && machine.Has(found) ? (machine, found) : throw WebFailureException.BadArgument("there is no such board");
    }

    private static BoardCoordinates? Locate(LabMachine machine, JsonElement chip)
    {
        JsonElement[] numbers = chip.ValueKind switch
        {
            JsonValueKind.Array => [.. chip.EnumerateArray()],
            JsonValueKind.Object when chip.TryGetProperty("x", out JsonElement column) && chip.TryGetProperty("y", out JsonElement row) => [column, row],
            _ => [],
        };
        return numbers is [{ ValueKind: JsonValueKind.Number } x, { ValueKind: JsonValueKind.Number } y] && x.TryGetInt32(out int chipX) && y.TryGetInt32(out int chipY)
            ? machine.Grid.Locate(chipX, chipY)?.Board
            : throw WebFailureException.BadArgument("a chip is [x, y]");
    }

    private static JsonElement[] Connection(LabMachine machine, Placement placement, BoardCoordinates board)
    {
        (int x, int y) = placement.EthernetOf(machine.Grid, board);
        return [JsonSerializer.SerializeToElement([x, y], PlainJson.Default.Int32Array), JsonSerializer.SerializeToElement(machine.AddressOf(board).ToString(), PlainJson.Default.String)];
    }

    /// <summary>Looks at a job, which shows that it is wanted.</summary>
    private JobSnapshot Use(WebExchange exchange) => laboratory.KeepAlive(exchange.JobId(), exchange.Host) ?? throw WebFailureException.NotFound("job");
}
