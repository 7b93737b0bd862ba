namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>Registers of a part of a chip, each a word; offsets are multiples of four.</summary>
internal interface IRegisterBank
{
    uint Read(uint offset);

    void Write(uint offset, uint value);
}
