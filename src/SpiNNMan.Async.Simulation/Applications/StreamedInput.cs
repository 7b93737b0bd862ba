namespace SpiNNMan.Async.Simulation.Applications;

/// <summary>The part of an extra monitor that writes words from the gatherer of its board to memory.</summary>
/// <param name="addressKey">The key of packets with the address of the next word.</param>
/// <param name="dataKey">The key of packets with words.</param>
/// <param name="boundaryKey">The key of packets that end a transfer.</param>
/// <param name="hasFaults">Whether a word without an address stops the core, as it stops the real program.</param>
internal sealed class StreamedInput(uint addressKey, uint dataKey, uint boundaryKey, bool hasFaults)
{
    /// <summary>The run-time error of a program that failed by itself.</summary>
    private const byte SoftwareError = 13;

    private uint _address;

    /// <summary>How many transfers have begun.</summary>
    public uint Transfers { get; private set; }

    /// <summary>Reads the region with its keys.</summary>
    public static StreamedInput? Read(IVirtualCore core, uint region, bool hasFaults) => region == 0
        ? null
        : new StreamedInput(DataTable.ReadWord(core, region), DataTable.ReadWord(core, region + 4), DataTable.ReadWord(core, region + 8), hasFaults);

    /// <summary>Takes a packet, if it has one of these keys.</summary>
    public void Take(IVirtualCore core, uint key, uint word)
    {
        if (key == dataKey)
            Write(core, word);
        else if (key == addressKey)
            Begin(word);
        else if (key == boundaryKey)
            _address = 0;
    }

    private void Begin(uint address)
    {
        if (_address == 0)
            Transfers++;

        _address = address;
    }

    private void Write(IVirtualCore core, uint word)
    {
        if (_address == 0)
        {
            if (!hasFaults)
                return;

            core.Print("[ERROR] Write address not set when write data received!\n");
            core.Fail(SoftwareError);
            return;
        }

        DataTable.WriteWord(core, _address, word);
        _address += sizeof(uint);
    }
}
