using System.Net;
using SpiNNMan.Async;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Live;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Simulation;
using SpiNNMan.Async.Simulation.Applications;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Server;

await using VirtualMachine machine = await VirtualMachine.StartAsync(BoardType.Spin5);
await using Transceiver transceiver = await Transceiver.OpenAsync(machine.Boards[0].EndPoint);
await using ApplicationSession session = await transceiver.Applications.StartAsync(new ApplicationImage(VirtualApplicationImage.Create("hello")), [new CoreLocation(1, 1, 1)]);
await session.WaitForStateAsync(CoreState.Finished, TimeSpan.FromMinutes(1));

await using VirtualMachine boards = await VirtualMachine.StartAsync(new VirtualMachineOptions { Booted = false });
await using SpallocServer service = await SpallocServer.StartAsync([new SpallocMachine("virtual", boards)], new SpallocServerOptions { Classic = new IPEndPoint(IPAddress.Loopback, 0) });
await using BoardAllocator allocator = BoardAllocator.Open($"spalloc://{service.ClassicEndPoint}", new BoardAllocatorOptions { Owner = "stranger" });
await using LiveConnection live = await LiveConnection.ListenAsync(new LiveOptions { Port = 0 });
Console.WriteLine($"{transceiver.Machine.Chips.Count} chips, {(await allocator.ListJobsAsync()).Count} jobs, live data at port {(live.Port > 0 ? "some" : "none")}: the packages work");
