using Microsoft.AspNetCore.Http;
using SpiNNMan.Async.Connections;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Memory.Streaming;
using SpiNNMan.Async.Spalloc.Server.Geometry;
using SpiNNMan.Async.Spalloc.Server.Jobs;

namespace SpiNNMan.Async.Spalloc.Server.Rest;

/// <summary>The memories of the chips of jobs, streamed by programs that the client has loaded. The client also sets the routers before, and gives them their settings back.</summary>
internal sealed class FastMemoryResources(Laboratory laboratory)
{
    private const int PieceSize = 4 << 20;
    private const int MostCore = 17;
    private const int MostTag = 15;
    private const int MostPlace = 7;

    public async Task ReadAsync(WebExchange exchange)
    {
        (ChipLocation chip, uint address) = MemoryResources.Place(exchange);
        var monitor = new CoreLocation(chip, (byte)exchange.Number("p", null, greatest: MostCore));
        int size = (int)exchange.Number("size", null, least: 1, greatest: MemoryResources.LargestSize);
        CheckSdram(address, size);
        ScampConnection board = await ConnectAsync(exchange).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            PreparedStreaming streaming = await OpenAsync(exchange, board, core: 0).ConfigureAwait(false);
            await using (streaming.ConfigureAwait(false))
            {
                var piece = new byte[Math.Min(PieceSize, size)];
                for (int done = 0; done < size; done += piece.Length)
                {
                    Memory<byte> part = piece.AsMemory(0, Math.Min(piece.Length, size - done));
                    await streaming.ReadAsync(monitor, address + (uint)done, part, exchange.Aborted).ConfigureAwait(false);
                    if (done == 0)
                    {
                        // Only now is it known that the programs answer.
                        exchange.Response.ContentType = "application/octet-stream";
                        exchange.Response.ContentLength = size;
                    }

                    await exchange.Response.Body.WriteAsync(part, exchange.Aborted).ConfigureAwait(false);
                }
            }
        }
    }

    public async Task WriteAsync(WebExchange exchange)
    {
        var place = new ChipLocation((byte)exchange.Number("x", null, greatest: MostPlace), (byte)exchange.Number("y", null, greatest: MostPlace));
        var address = (uint)exchange.Number("address", null, greatest: uint.MaxValue);
        byte core = (byte)exchange.Number("gather_p", null, least: 1, greatest: MostCore);
        if (exchange.Request.ContentLength is { } length)
            CheckSdram(address, length);

        (JobSnapshot job, BoardCoordinates home) = FindBoard(exchange);
        ChipLocation chip = ChipOf(job, home, place);
        ScampConnection board = await ConnectAsync(job, home, exchange.Aborted).ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            PreparedStreaming streaming = await OpenAsync(exchange, board, core).ConfigureAwait(false);
            await using (streaming.ConfigureAwait(false))
            {
                var piece = new byte[PieceSize];
                long done = 0;
                int read;
                while ((read = await exchange.Request.Body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, exchange.Aborted).ConfigureAwait(false)) > 0)
                {
                    CheckSdram(address, done + read);
                    await streaming.WriteAsync(chip, place, (uint)(address + done), piece.AsMemory(0, read), exchange.Aborted).ConfigureAwait(false);
                    done += read;
                }
            }
        }

        await exchange.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
    }

    private static void CheckSdram(uint address, long size)
    {
        if (address < MemoryMap.Sdram || address + size > MemoryMap.SdramUnbuffered)
            throw WebFailureException.BadArgument("only SDRAM is streamed: addresses from 0x60000000 to 0x6FFFFFFF");
    }

    /// <summary>A chip, from its place on a board of the job.</summary>
    private static ChipLocation ChipOf(JobSnapshot job, BoardCoordinates board, ChipLocation place)
    {
        if (!TriadGeometry.IsOnBoard(place.X, place.Y))
            throw WebFailureException.BadArgument("boards have no such chip: x and y are counted from the chip with the Ethernet");

        (int x, int y) = BoardGrid.CornerOf(board);
        (int jobX, int jobY) = job.Placement!.ToJob(job.Machine!.Grid, x + place.X, y + place.Y);
        return new ChipLocation((byte)jobX, (byte)jobY);
    }

    private static async Task<PreparedStreaming> OpenAsync(WebExchange exchange, ScampConnection board, byte core)
    {
        var gatherer = new CoreLocation(
            new ChipLocation((byte)exchange.Number("gather_x", null, greatest: byte.MaxValue), (byte)exchange.Number("gather_y", null, greatest: byte.MaxValue)), core);
        int tag = (int)exchange.Number("iptag", null, greatest: MostTag);
        try
        {
            return await PreparedStreaming.OpenAsync(board, gatherer, tag, exchange.Aborted).ConfigureAwait(false);
        }
        catch (InvalidParameterException exception)
        {
            throw WebFailureException.BadArgument(exception.Message);
        }
    }

    private Task<ScampConnection> ConnectAsync(WebExchange exchange)
    {
        (JobSnapshot job, BoardCoordinates board) = FindBoard(exchange);
        return ConnectAsync(job, board, exchange.Aborted);
    }

    /// <summary>Connects to a board. Streams come from its own Ethernet, and not from that of the job's first board.</summary>
    private static Task<ScampConnection> ConnectAsync(JobSnapshot job, BoardCoordinates board, CancellationToken cancellationToken)
    {
        LabMachine machine = job.Machine!;
        return ScampConnection.ConnectAsync(machine.EndPointOf(board, LabMachine.CommandPort), new ScampConnectionOptions { Network = machine.Network }, cancellationToken).AsTask();
    }

    /// <summary>The board that a request names by its address.</summary>
    private (JobSnapshot Job, BoardCoordinates Board) FindBoard(WebExchange exchange)
    {
        JobSnapshot job = MemoryResources.Use(laboratory, exchange);
        string address = exchange.Request.Query["eth_address"].ToString();
        return job.Machine!.WithAddress(address) is { } board && job.Placement!.Boards.Contains(board)
            ? (job, board)
            : throw WebFailureException.BadArgument("eth_address must be the address of a board of the job");
    }
}
