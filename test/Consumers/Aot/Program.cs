using SpiNNMan.Async;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;

await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);
byte[] data = new byte[100_000];
Random.Shared.NextBytes(data);
await transceiver.Memory.WriteAsync(new ChipLocation(2, 2), 0x60300000, data);
byte[] back = await transceiver.Memory.ReadAsync(new ChipLocation(2, 2), 0x60300000, data.Length);
Console.WriteLine(data.AsSpan().SequenceEqual(back) ? "the same bytes came back: the packages work" : "the bytes differ");
