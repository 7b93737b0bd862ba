using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The network of a board as its monitor sees it.</summary>
internal interface IBoardNetwork
{
    /// <summary>The address of the board.</summary>
    BoardAddress Address { get; }

    /// <summary>Whether a host answers the board's question for an address.</summary>
    bool Answers(uint address);

    /// <summary>Listens on the ports of the reverse tags that are set now.</summary>
    void UpdateListeners();
}
