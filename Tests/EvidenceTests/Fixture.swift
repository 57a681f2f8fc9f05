import Testing

@testable import Evidence

/// Small files without a fault, to be spoilt one cell at a time.
enum Fixture {
  static let anchors = """
    id,system,label,section,architecture,model,accelerator,accelerators,tensor_parallel,workload,\
    prompt_tokens,output_tokens,throughput,throughput_low,throughput_high,throughput_unit,\
    ttft_limit_ms,ttft_limit_statistic,ttft_measured_ms,ttft_measured_statistic,\
    tpot_ms,tpot_statistic,bandwidth_gb_s,overlap,band_rel,citation,locator,evidence,note
    one,vLLM,vLLM,,continuous,small,H100,2,2,chat,\
    300,100,0.5,,,req/s,,,2000,median,200,p99-slo,,,,Paper,Table 1,table,
    two,DistServe,"DistServe, chat",5.1,disaggregated,small,H100,8,4,chat,\
    755.5,200.3,7.64,7.6,7.7,req/s,2500,p90,,,150,p90-slo,300,0.5,0.10,Paper,Fig. 2,derived,a note

    """

  static let calibration =
    """
    entity,parameter,value,unit,as_of,choice,reading,low,high,source,locator,evidence,note
    model/small,parameters,7e9,1,,,,,,Paper,Table 1,table,
    model/small,layers,32,1,,,,,,Paper,Table 1,table,
    model/small,kv_heads,8,1,,,,,,Paper,Table 1,table,
    model/small,head_dim,128,1,,,,,,Paper,Table 1,table,
    accelerator/H100,peak_bf16_flops,989,TFLOP/s,,,,,,Sheet,p. 1,datasheet,
    accelerator/H100,hbm_bytes_per_s,3.35e12,B/s,,,,,,Sheet,p. 1,datasheet,
    accelerator/H100,hbm_bytes,80,GB,,,,,,Sheet,p. 1,datasheet,
    accelerator/H100,prefill_mfu,0.43,1,2024-09-05,,,,,Blog,text,figure,
    accelerator/H100,decode_mbu,0.75,1,,,,,,Blog,text,figure,
    deployment,tensor_parallel,4,1,,,,,,Ours,none,default,
    deployment,hbm_usable,0.9,1,,,,,,Ours,none,default,
    deployment,weight_bytes,2,B,,,,,,Ours,none,default,
    deployment,kv_bytes,2,B,,,,,,Ours,none,default,
    deployment,z99,2.3263478740408408,1,,,,,,Ours,none,default,
    deployment,partition_slack,0,1,,,,,,Ours,none,default,
    deployment,cluster_instances,0,1,,,,,,Ours,none,default,
    deployment,kv_reserved,0,1,,,,,,Ours,none,default,
    deployment,ttft_bound,0,1,,,,,,Ours,none,default,
    deployment,request_tokens,1365.8,tokens,,,,,,Ours,none,default,
    deployment,decode_computes,1,1,,decode,roofline,,,Ours,none,default,
    deployment,decode_computes,0,1,,decode,memory-bound,,,Ours,none,default,
    deployment,fused_pass,1,1,,pass,fused,,,Ours,none,default,
    deployment,fused_pass,0,1,,pass,sum,,,Ours,none,default,
    contract/tight,ttft_ms,0.2,s,,,,,,Paper,Section 4,paper,
    contract/tight,tpot_ms,30,ms,,,,,,Paper,Section 4,paper,
    contract/standard,ttft_ms,500,ms,,,,,,Paper,Section 4,paper,
    contract/standard,tpot_ms,50,ms,,,,,,Paper,Section 4,paper,
    contract/relaxed,ttft_ms,1000,ms,,,,,,Paper,Section 4,paper,
    contract/relaxed,tpot_ms,80,ms,,,,,,Paper,Section 4,paper,
    interconnect/pcie5.0,bytes_per_s,63,GB/s,,,,,,Sheet,p. 1,datasheet,
    transfer,regime,blocking,word,,,,,,Ours,none,assumed,
    transfer,overlap,0.5,1,,,,0.3,0.8,Ours,none,assumed,
    transfer,overlap_low,0.3,1,,,,,,Ours,none,assumed,
    transfer,overlap_high,0.8,1,,,,,,Ours,none,assumed,
    transfer,overlap_mooncake,0.7,1,,,,,,Ours,none,paper,
    rate/CoreWeave/H100,usd_per_hour,6.155,USD/h,2026-05-01,,,,,List,page,list-price,
    rate/CoreWeave/H100,usd_per_hour,4.25,USD/h,2024-01-15,,,,,List,page,list-price,
    rate/AWS/H100,usd_per_hour,12.29,USD/h,2024-06-01,,,,,List,page,list-price-secondhand,
    choice/decode,default,roofline,word,,,,,,Ours,none,assumed,
    choice/decode,drawn,1,1,,,,,,Ours,none,assumed,
    choice/pass,default,sum,word,,,,,,Ours,none,assumed,
    choice/pass,drawn,1,1,,,,,,Ours,none,assumed,
    choice/rows,default,contract,word,,,,,,Ours,none,assumed,
    choice/rows,drawn,0,1,,,,,,Ours,none,assumed,
    choice/ttft,default,limit,word,,,,,,Ours,none,assumed,
    choice/ttft,drawn,0,1,,,,,,Ours,none,assumed,
    choice/rows,reading,contract,word,,rows,contract,,,Ours,none,assumed,
    choice/rows,reading,section-5.1,word,,rows,section-5.1,,,Ours,none,assumed,
    choice/ttft,reading,limit,word,,ttft,limit,,,Ours,none,assumed,
    choice/ttft,reading,measured,word,,ttft,measured,,,Ours,none,assumed,

    """

  static func load(
    anchors: String = anchors, calibration: String = calibration
  ) throws(IngestError) -> Dataset {
    try Dataset.load(
      anchors: (name: "anchors.csv", bytes: Array(anchors.utf8)),
      calibration: (name: "calibration.csv", bytes: Array(calibration.utf8)))
  }

  /// The complaints of the files when one place of the calibration is spoilt.
  static func complaints(calibrationReplacing old: String, by new: String) throws -> [String] {
    complaints(calibration: try calibration.replacing(old, by: new))
  }

  /// The complaints of the files, one a line as they are printed.
  static func complaints(
    anchors: String = anchors, calibration: String = calibration
  ) -> [String] {
    do throws(IngestError) {
      _ = try load(anchors: anchors, calibration: calibration)
      return []
    } catch {
      #expect(error.complaints == error.complaints.sorted())
      return error.complaints.map(\.description)
    }
  }
}

extension String {
  /// This text with the one place where `old` stands replaced.
  func replacing(_ old: String, by new: String) throws -> String {
    let places = ranges(of: old)
    try #require(places.count == 1, "\(old) stands in \(places.count) places")
    return replacingCharacters(in: places[0], with: new)
  }

  private func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    self[..<range.lowerBound] + new + self[range.upperBound...]
  }
}
