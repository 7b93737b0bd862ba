namespace SpiNNMan.Async.Simulation.Chips;

/// <summary>Registers of a part of a chip, one word each. Offsets are multiples of four.</summary>
internal interface IRegisterBank
{
    uint Read(uint offset);

    void Write(uint offset, uint value);
}
