namespace SpiNNMan.Async.Machines;

/// <summary>Finds the links of a machine that leave its boards.</summary>
internal static class MachineEdges
{
    /// <summary>The links through FPGAs, of all chips that work.</summary>
    public static IEnumerable<FpgaLink> FindFpgaLinks(Machine machine) =>
        from board in machine.Geometry.BoardsOf48Chips
        from fpga in Enumerable.Range(0, BoardEdges.FpgaCount)
        from number in Enumerable.Range(0, BoardEdges.LinksPerFpga)
        let end = BoardEdges.ThroughFpga(fpga, number)
        let chip = machine.PlaceOf(board, end.Chip)
        where machine.TryGetChip(chip, out _)
        select new FpgaLink(board, fpga, number, chip, end.Link, machine[chip].Links.Contains(end.Link) ? machine.GetNeighbour(chip, end.Link) : null);

    /// <summary>The links to connectors, of all chips that work.</summary>
    public static IEnumerable<SpinnakerLink> FindSpinnakerLinks(Machine machine) =>
        from connector in BoardEdges.ConnectorsOfSmallBoard.Index()
        where machine.Dimensions == MachineGeometry.SmallBoard && machine.Contains(connector.Item.Chip)
        select new SpinnakerLink(default, connector.Index, connector.Item.Chip, connector.Item.Link);
}
