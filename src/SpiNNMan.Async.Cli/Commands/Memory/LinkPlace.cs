using System.CommandLine;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Displays;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Results.Transfers;
using SpiNNMan.Async.Cli.Targets;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Diagnostics;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Memory;

/// <summary>The words that both commands for memory behind a link have in common.</summary>
internal sealed class LinkPlace
{
    private readonly Argument<HostTarget> _host = HostTarget.CreateArgument();
    private readonly Argument<ChipLocation> _chip = new("X,Y") { Description = "The chip whose monitor does it, on this side of the link.", CustomParser = Numbers.ParseChip };
    private readonly Argument<int> _link = new("LINK") { Description = $"The link from there to the neighbour: {LinkNames.Form}.", CustomParser = LinkNames.Parse };
    private readonly Argument<uint> _address = new("ADDRESS") { Description = "The first byte, as 0x... or decimal: in SDRAM, system RAM, the router or the system controller of the neighbour.", CustomParser = Numbers.ParseAddress };
    private readonly Option<bool> _force = MemoryArguments.CreateForce();
    private readonly Terminal _terminal;

    public LinkPlace(Terminal terminal)
    {
        _terminal = terminal;
        _link.Suggest(LinkNames.All);
    }

    /// <summary>Adds the words to a command, and lets it refuse addresses that are not known to be safe.</summary>
    /// <param name="command">The command.</param>
    /// <param name="length">The argument with the length; <see langword="null"/> if the length is not known yet.</param>
    public void AddTo(Command command, Argument? length)
    {
        foreach (Argument argument in (Argument[])[_host, _chip, _link, _address])
            command.Arguments.Add(argument);

        command.Options.Add(_force);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_force) || MemoryArguments.TextOf(result, _address) is not { } typed)
                return;

            long bytes = length is not null && Numbers.TryParse(MemoryArguments.TextOf(result, length) ?? "", out long number) ? number : 0;
            if (MemoryCheck.WhyRefusedOverLink(typed, bytes) is { } reason)
                result.AddError(reason);
        });
    }

    /// <summary>Checks the memory once the length is known.</summary>
    /// <exception cref="CommandFailedException">The memory is not known to be safe.</exception>
    public void ThrowIfUnsafe(ParseResult parsed, int length)
    {
        if (!parsed.GetValue(_force) && MemoryCheck.WhyRefusedOverLink(parsed.GetResult(_address)!.Tokens[0].Value, length) is { } reason)
            throw new CommandFailedException(reason);
    }

    /// <summary>The first address.</summary>
    public uint AddressIn(ParseResult parsed) => parsed.GetRequiredValue(_address);

    /// <summary>Opens the machine, and does something with the memory of the neighbour.</summary>
    /// <returns>The transfer, and the words that name the neighbour.</returns>
    public async Task<(LinkTransferResult Result, string Neighbour)> RunAsync(
        ParseResult parsed, string what, int length, Func<Transceiver, ChipLocation, int, IProgress<TransferProgress>, Task> transfer, CancellationToken cancellationToken)
    {
        ChipLocation chip = parsed.GetRequiredValue(_chip);
        int link = parsed.GetRequiredValue(_link);
        await using Transceiver transceiver = await OpeningDisplay.OpenAsync(_terminal, parsed.GetRequiredValue(_host), cancellationToken);
        CoreArguments.ChipsOf([new CoreLocation(chip, 0)], transceiver.Machine);
        ChipLocation neighbour = transceiver.Machine.GetNeighbour(chip, link);
        if (!transceiver.Machine.Geometry.Contains(neighbour))
            throw new CommandFailedException($"No chip is behind the link {LinkNames.NameOf(link)} of chip {chip}: the machine, {transceiver.Machine}, ends there.");

        long start = _terminal.TimeProvider.GetTimestamp();
        try
        {
            await TransferDisplay.RunAsync(_terminal, what, length, progress => transfer(transceiver, chip, link, progress));
        }
        catch (SpinnakerException exception) when (transceiver.Machine.TryGetChip(chip, out MachineChip? asking) && !asking.Links.Contains(link))
        {
            throw new CommandFailedException($"The link {LinkNames.NameOf(link)} of chip {chip} does not work, or leads nowhere; 'spinnman info --chips' shows those that do. {exception.Message}", exception);
        }

        TimeSpan time = _terminal.TimeProvider.GetElapsedTime(start);
        var result = new LinkTransferResult(
            chip.X, chip.Y, link, neighbour.X, neighbour.Y, AddressIn(parsed), length, time.TotalSeconds, Quantities.MegabytesPerSecond(length, time));
        return (result, $"chip {neighbour}, {LinkNames.NameOf(link)} of {chip}, in {Quantities.Time(time)}: {Quantities.Rate(length, time)}");
    }
}
