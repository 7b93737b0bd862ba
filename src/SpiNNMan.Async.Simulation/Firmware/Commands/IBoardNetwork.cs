using SpiNNMan.Async.Simulation.Messages;

namespace SpiNNMan.Async.Simulation.Firmware.Commands;

/// <summary>The network of a board as its monitor sees it.</summary>
internal interface IBoardNetwork
{
    /// <summary>How the board is known there.</summary>
    BoardAddress Address { get; }

    /// <summary>Whether somebody answers for an address when the board asks.</summary>
    bool Answers(uint address);

    /// <summary>Listens on the ports of the reverse tags that are set now.</summary>
    void UpdateListeners();
}
